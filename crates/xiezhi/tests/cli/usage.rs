//! Help, wrong command lines, and what is missing.

use crate::support::{err, out, path, run, xiezhi};

#[test]
fn a_file_that_cannot_be_opened_is_named_and_the_exit_code_says_so() {
    for command in ["structure", "items"] {
        let output = run(&["law", command, "没有这个文件.md"]);
        assert_eq!(output.status.code(), Some(3));
        assert!(
            err(&output).contains("无法读取 没有这个文件.md"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn a_wrong_command_line_is_explained() {
    for arguments in [
        &["law", "items"][..],
        &["law", "items", "x", "--kind", "fine"],
        &["loa"],
        &["law", "structure", "x", "--text"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            err(&output).contains("Usage") || err(&output).contains("--help"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn the_help_lists_commands_and_exit_codes() {
    let help = out(&run(&["--help"]));
    for words in ["law", "serve", "doctor", "退出码", "DATABASE_URL"] {
        assert!(help.contains(words), "{help}");
    }
    for command in [
        "structure",
        "items",
        "import",
        "search",
        "show",
        "diff",
        "check",
        "export",
    ] {
        let help = out(&run(&["law", command, "--help"]));
        assert!(help.contains("Examples"), "{help}");
    }
}

#[test]
fn without_a_library_the_way_to_one_is_told() {
    let data = tempfile::tempdir().unwrap();
    let output = run(&["law", "search", "犬", "--data", path(&data)]);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        err(&output).contains("xiezhi law import"),
        "{}",
        err(&output)
    );
    let output = xiezhi()
        .env("DATABASE_URL", "mysql://x")
        .args(["law", "search", "犬"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(err(&output).contains("postgres://"), "{}", err(&output));
}
