//! The file: what says that it is a lemma index, its tables, and how older ones are brought up to date.

use std::{
    fs, io,
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::StoreError;

/// Says in a SQLite file that it is ours: `PWli`.
const APPLICATION_ID: i64 = 0x5057_6c69;

/// What brings a file from each version to the next; version 0 is an empty file.
///
/// What was released is never edited: a change is a new entry.
pub(super) const MIGRATIONS: &[&str] = &[include_str!("schema-1.sql")];

/// Opens the index at `path`, which is made if that is wanted, and brings it up to date.
pub(super) fn open(
    path: &Path,
    create: bool,
    patience: Duration,
    migrations: &[&str],
) -> Result<Connection, StoreError> {
    let told = |error: rusqlite::Error| StoreError::of(&error, path, patience.as_millis());
    if path.is_dir() {
        return Err(StoreError::Foreign { path: path.to_owned(), found: "it is a folder".into() });
    }
    if create {
        make_folder(path)?;
    } else if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let mut connection = Connection::open_with_flags(path, flags).map_err(told)?;
    connection.busy_timeout(patience).map_err(told)?;
    // Nothing is written before it is clear whose file it is.
    let version = current(&connection, path, migrations.len()).map_err(|it| it.or(told))?;
    connection
        .execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;
             PRAGMA synchronous = FULL;",
        )
        .map_err(told)?;
    write_ahead(&connection, patience).map_err(told)?;
    if version < migrations.len() {
        migrate(&mut connection, path, migrations).map_err(|it| it.or(told))?;
    }
    Ok(connection)
}

fn make_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|source| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly { path: path.to_owned(), message: source.to_string() }
        }
        _ => StoreError::Io { doing: "make the folder", path: folder.to_owned(), source },
    })
}

/// What went wrong, if it is not yet said in our words.
enum Fault {
    Ours(StoreError),
    Sqlite(rusqlite::Error),
}

impl Fault {
    fn or(self, told: impl FnOnce(rusqlite::Error) -> StoreError) -> StoreError {
        match self {
            Fault::Ours(error) => error,
            Fault::Sqlite(error) => told(error),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sqlite(error)
    }
}

/// The version of the file, if it is ours to write to, all of it seen at one moment: another process may be making it.
fn current(connection: &Connection, path: &Path, known: usize) -> Result<usize, Fault> {
    let transaction = connection.unchecked_transaction()?;
    version(&transaction, path, known)
}

/// The version of the file, if it is ours to write to, within a transaction.
fn version(connection: &Connection, path: &Path, known: usize) -> Result<usize, Fault> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let ours = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    if ours == 0 && version == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0 {
        return Ok(0);
    }
    if ours != APPLICATION_ID {
        let found = "it is a SQLite database of another program".into();
        return Err(Fault::Ours(StoreError::Foreign { path: path.to_owned(), found }));
    }
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    if version > known {
        return Err(Fault::Ours(StoreError::Newer { path: path.to_owned(), found: version, known }));
    }
    Ok(version)
}

/// Turns on the write-ahead log. SQLite does not wait for other processes there, so this does.
fn write_ahead(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        let mode = connection.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0))?;
        if mode == "wal" {
            return Ok(());
        }
        match connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
                    && begun.elapsed() < patience =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            // Where there is no shared memory, the rollback journal stays. It is as safe, and slower.
            other => return other,
        }
    }
}

/// Brings a file up to date, all at once or not at all.
fn migrate(connection: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been first.
    let from = version(&transaction, path, migrations.len())?;
    for step in &migrations[from..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", migrations.len() as i64)?;
    Ok(transaction.commit()?)
}
