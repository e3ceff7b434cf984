// Where the server's program is.

import * as path from 'node:path';

/** What the search for a program needs to know of a machine. */
export interface Machine {
    /** The value of `PATH`. */
    path: string;
    home: string;
    windows: boolean;
    isProgram(file: string): boolean;
}

/** The program, or all places where it was looked for. */
export type Found = { program: string } | { tried: string[] };

/** Finds `asked`: a path, with `~` for the home folder, or a name to look for on `PATH` and where cargo installs. */
export function findProgram(asked: string, machine: Machine): Found {
    const { join, isAbsolute, delimiter } = machine.windows ? path.win32 : path.posix;
    const named = asked.trim() || 'proofwright';
    const isPath = /[\\/]/.test(named);
    const folders = isPath
        ? []
        : [...machine.path.split(delimiter).filter(isAbsolute), join(machine.home, '.cargo', 'bin')];
    const files = isPath ? [named.replace(/^~(?=[\\/])/, machine.home)] : folders.map((it) => join(it, named));
    const names = machine.windows ? files.flatMap((it) => (it.endsWith('.exe') ? [it] : [`${it}.exe`])) : files;
    const program = names.find((it) => machine.isProgram(it));
    return program === undefined ? { tried: [...new Set(names)] } : { program };
}

/** What to tell a person about a program that is not there. */
export function missing(asked: string, tried: string[]): string {
    const where = tried.length === 1 ? `at ${tried[0]}` : 'on PATH or in ~/.cargo/bin';
    return (
        `Proofwright: there is no program "${asked}" ${where}. ` +
        'Install it with "cargo install proofwright", or say in the setting "proofwright.path" where it is.'
    );
}
