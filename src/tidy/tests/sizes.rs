//! Files stay short enough to be read at once. Functions are held to 70 lines and 5 arguments by clippy.

use kalda_tidy::{files, written_rust};

const MAX_LINES: usize = 400;

/// Files that are longer, with their present length, which may only shrink.
const EXCEPTIONS: [(&str, usize); 0] = [];

#[test]
fn no_file_that_people_write_is_longer_than_400_lines() {
    let mut long = Vec::new();
    for file in written_rust() {
        let lines = file.text.lines().count();
        let allowed = EXCEPTIONS
            .iter()
            .find(|(path, _)| *path == file.path)
            .map_or(MAX_LINES, |(_, lines)| *lines);
        if lines > allowed {
            long.push(format!("{}: {lines} lines", file.path));
        }
    }
    assert!(long.is_empty(), "split these files:\n{}", long.join("\n"));
}

#[test]
fn nobody_turns_the_limits_on_functions_off() {
    let limits = [
        "too_many_lines",
        "too_many_arguments",
        "cognitive_complexity",
    ];
    for file in written_rust() {
        let is_this_one = file.path == "src/tidy/tests/sizes.rs";
        let turned_off = file.text.lines().find(|line| {
            (line.contains("allow(") || line.contains("expect("))
                && limits.iter().any(|limit| line.contains(limit))
        });
        assert!(
            is_this_one || turned_off.is_none(),
            "{}: {turned_off:?}",
            file.path
        );
    }
    let settings = files()
        .into_iter()
        .find(|file| file.path == "clippy.toml")
        .map(|file| file.text);
    let settings = settings.unwrap_or_default();
    for line in [
        "too-many-lines-threshold = 70",
        "too-many-arguments-threshold = 5",
    ] {
        assert!(settings.contains(line), "clippy.toml lacks: {line}");
    }
}
