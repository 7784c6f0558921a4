//! Which regular expressions are accepted, and what they match.

use super::Pattern;

fn matches(pattern: &str, name: &str) -> bool {
    Pattern::compile(pattern).unwrap().matches(name)
}

#[test]
fn the_whole_name_has_to_match() {
    assert!(matches("foo", "foo"));
    assert!(!matches("foo", "foobar"));
    assert!(!matches("foo|bar", "foobar"));
    assert!(matches("foo|bar.*", "barn"));
    assert!(matches("(?i)FOO", "foo"));
    assert!(!matches("(?m)^foo$", "foo\nbar"));
    assert!(matches("", ""));
}

#[test]
fn what_re2_writes_in_its_own_way_means_the_same_here() {
    for (pattern, yes, no) in [
        (r"\Qa.b\E+", "a.bb", "axb"),
        (r"\Qa.b", "a.b", "axb"),
        (r"a\56b", "a.b", "a-b"),
        (r"\x{61}\x62", "ab", "ax"),
        (r"a{,2}", "a{,2}", "aa"),
        (r"a{b}", "a{b}", "ab"),
        (r"a{2}", "aa", "a"),
        (r"a{2,}", "aaa", "a"),
        (r"\<a\>", "<a>", "a"),
        (r"[[a]", "[", "b"),
        (r"[a&&b]", "&", "c"),
        (r"[]a]", "]", "b"),
        (r"[^]a]", "b", "]"),
        (r"[+--]", ",", "."),
        (r"[[:digit:]x]", "7", "a"),
        (r"\d\w\s", "1a ", "aaa"),
        (r"\pL+", "ab", "12"),
        (r"(?P<name>a)b", "ab", "b"),
        (r"(?<name>a)b", "ab", "b"),
        (r"(?U)a+", "aa", "b"),
        (r"a*?b", "aab", "aa"),
    ] {
        assert!(matches(pattern, yes), "{pattern} {yes}");
        assert!(!matches(pattern, no), "{pattern} {no}");
    }
}

#[test]
fn what_re2_refuses_is_refused() {
    for pattern in [
        "(",
        ")",
        "[",
        "[a",
        "*",
        "a**",
        "a+*",
        "a{2}{3}",
        "a{1001}",
        "a{3,2}",
        r"\",
        r"\1",
        r"\8",
        "(?=a)",
        "(?<=a)",
        "(?x)a",
        "(?u)a",
        "(?Pa)",
        r"\u0041",
        r"\Z",
        "[b-a]",
        "[[:nothing:]]",
        r"\p{Nothing}",
    ] {
        assert!(Pattern::compile(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn expressions_that_would_take_too_much_are_refused() {
    assert!(Pattern::compile("((a{1000}){1000}){1000}").is_err());
    assert!(Pattern::compile(&"a".repeat(40_000)).is_err());
    assert!(Pattern::compile(&"(".repeat(20_000)).is_err());
    let names = vec!["some-topic-of-a-usual-length"; 300].join("|");
    assert!(matches(&names, "some-topic-of-a-usual-length"));
}
