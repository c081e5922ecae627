//! Scripts and executables.

use super::Files;
use crate::context::{Elf, Loader, Machine, Shebang, Surroundings};

#[test]
fn first_lines_of_scripts_are_read_as_linux_reads_them() {
    // The file, the interpreter, its argument, what env starts, CRLF.
    type Row = (
        &'static str,
        &'static str,
        Option<&'static str>,
        Option<&'static str>,
        bool,
    );
    let rows: &[Row] = &[
        ("#!/bin/sh\nexit", "/bin/sh", None, None, false),
        ("#!/bin/sh", "/bin/sh", None, None, false),
        (
            "#!  /bin/bash  -eu -x \n",
            "/bin/bash",
            Some("-eu -x"),
            None,
            false,
        ),
        ("#!/bin/sh\r\nexit\r\n", "/bin/sh", None, None, true),
        ("#!/bin/sh -e\r\n", "/bin/sh", Some("-e"), None, true),
        (
            "#!/usr/bin/env python3\n",
            "/usr/bin/env",
            Some("python3"),
            Some("python3"),
            false,
        ),
        (
            "#!/usr/bin/env node\r\n",
            "/usr/bin/env",
            Some("node"),
            Some("node"),
            true,
        ),
        (
            "#!/usr/bin/env python3 -u\n",
            "/usr/bin/env",
            Some("python3 -u"),
            None,
            false,
        ),
        (
            "#!/usr/bin/env -S deno run\n",
            "/usr/bin/env",
            Some("-S deno run"),
            Some("deno"),
            false,
        ),
        (
            "#!/usr/bin/env -S A=1 B=2 ruby\n",
            "/usr/bin/env",
            Some("-S A=1 B=2 ruby"),
            Some("ruby"),
            false,
        ),
        (
            "#!/usr/bin/env -i sh\n",
            "/usr/bin/env",
            Some("-i sh"),
            None,
            false,
        ),
        (
            "#!/usr/bin/env -S \"a b\"\n",
            "/usr/bin/env",
            Some("-S \"a b\""),
            None,
            false,
        ),
        ("#!node\n", "node", None, None, false),
    ];
    for (text, interpreter, argument, through_env, crlf) in rows {
        let expected = Shebang {
            interpreter: (*interpreter).to_owned(),
            argument: argument.map(str::to_owned),
            through_env: through_env.map(str::to_owned),
            crlf: *crlf,
        };
        assert_eq!(Shebang::parse(text.as_bytes()), Some(expected), "{text:?}");
    }
    let long = format!("#!/{}\n", "a".repeat(300));
    for text in [
        "",
        "echo",
        "# !/bin/sh",
        "#!",
        "#!\n",
        "#! \r\n",
        " #!/bin/sh",
        &long,
    ] {
        assert_eq!(Shebang::parse(text.as_bytes()), None, "{text:?}");
    }
}

#[test]
fn scripts_of_the_context_have_lines_and_modes() {
    let files = Files::default()
        .with("run.sh", b"#!/bin/sh\n\xff\xfe", 0o755)
        .with("data", b"x", 0o644)
        .with("mine", b"#!/bin/sh\n", 0o700);
    let around = Surroundings::new(&files);
    assert_eq!(around.shebang("./run.sh").unwrap().interpreter, "/bin/sh");
    assert_eq!(around.shebang("data"), None);
    assert_eq!(around.shebang("../run.sh"), None);
    let modes = [
        ("run.sh", Some(true)),
        ("/data", Some(false)),
        ("mine", None),
        ("none", None),
    ];
    for (path, executable) in modes {
        assert_eq!(around.executable(path), executable, "{path}");
    }
}

/// An executable with one segment, for 64 or 32 bits.
fn elf(wide: bool, little: bool, machine: u16, loader: Option<&str>) -> Vec<u8> {
    let mut bytes = vec![
        0x7f,
        b'E',
        b'L',
        b'F',
        1 + u8::from(wide),
        2 - u8::from(little),
        1,
    ];
    bytes.resize(200, 0);
    let mut put = |at: usize, size: usize, value: u64| {
        for index in 0..size {
            let shift = if little { index } else { size - 1 - index };
            bytes[at + index] = (value >> (8 * shift)) as u8;
        }
    };
    put(16, 2, 3);
    put(18, 2, u64::from(machine));
    let name = loader.unwrap_or_default();
    let (table, word, offset, length) = if wide { (64, 8, 8, 32) } else { (52, 4, 4, 16) };
    put(if wide { 32 } else { 28 }, word, table);
    put(if wide { 54 } else { 42 }, 2, 56);
    put(if wide { 56 } else { 44 }, 2, 1);
    let table = table as usize;
    put(table, 4, if loader.is_some() { 3 } else { 1 });
    put(table + offset, word, 200);
    put(table + length, word, name.len() as u64 + 1);
    bytes.extend(name.as_bytes());
    bytes.push(0);
    bytes
}

#[test]
fn executables_tell_their_machine_and_loader() {
    let musl = "/lib/ld-musl-x86_64.so.1";
    let rows = [
        (true, true, 62, Some(musl), Machine::X86_64),
        (
            true,
            true,
            183,
            Some("/lib/ld-linux-aarch64.so.1"),
            Machine::Aarch64,
        ),
        (true, true, 62, None, Machine::X86_64),
        (
            false,
            true,
            40,
            Some("/lib/ld-linux-armhf.so.3"),
            Machine::Arm,
        ),
        (true, false, 22, Some("/lib/ld64.so.1"), Machine::Other(22)),
    ];
    for (wide, little, number, loader, machine) in rows {
        let bytes = elf(wide, little, number, loader);
        let expected = Elf {
            machine,
            loader: loader.map_or(Loader::None, |name| Loader::Named(name.to_owned())),
        };
        assert_eq!(Elf::parse(&bytes).as_ref(), Some(&expected));
        for end in 0..bytes.len() {
            // Cut anywhere, it may be unknown, and is never another one.
            let cut = Elf::parse(&bytes[..end]);
            let told = cut.map_or(Loader::Unknown, |elf| elf.loader);
            assert!(told == Loader::Unknown || told == expected.loader, "{end}");
        }
    }
    assert_eq!(Elf::parse(b"MZ"), None);
}
