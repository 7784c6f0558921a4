//! The program as a person or a service manager runs it: what it prints, and the code it exits with.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

fn kalda() -> Command {
    Command::new(env!("CARGO_BIN_EXE_kalda"))
}

fn output(command: &mut Command) -> Output {
    command
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn free_port() -> u16 {
    let socket = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    socket.local_addr().expect("its address").port()
}

/// The overrides that move the embedded node to free ports.
fn moved() -> [String; 2] {
    let (broker, controller) = (free_port(), free_port());
    [
        format!("listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}"),
        format!("controller.quorum.voters=1@127.0.0.1:{controller}"),
    ]
}

/// Starts the embedded node in `dir` and waits until it is ready. From then on nobody reads its log lines, which must not
/// trouble it: a pipe whose reader died once ended the process with a panic.
fn started(dir: &Path, overrides: &[String]) -> Child {
    let mut command = kalda();
    command
        .arg("start")
        .current_dir(dir)
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    for argument in overrides {
        command.args(["--override", argument]);
    }
    let mut child = command.spawn().expect("the program starts");
    let lines = BufReader::new(child.stderr.take().expect("its standard error")).lines();
    let is_ready = lines
        .map_while(Result::ok)
        .any(|line| line.contains(" ready on PLAINTEXT://127.0.0.1:"));
    assert!(is_ready, "the node ended before it was ready");
    child
}

/// Sends SIGTERM and returns the exit code.
fn stopped(mut child: Child) -> Option<i32> {
    let kill = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(kill.expect("kill runs").success());
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().expect("its state") {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("it can be killed");
    panic!("the node did not stop within 30 s");
}

#[test]
fn the_embedded_node_formats_its_directory_once_and_stops_in_order() {
    let dir = TempDir::new().expect("a directory");
    let overrides = moved();
    assert_eq!(stopped(started(dir.path(), &overrides)), Some(0));
    let meta = dir.path().join("kalda-data/meta.properties");
    let first = std::fs::read(&meta).expect("the directory is formatted");
    assert!(dir.path().join("kalda-data/.kafka_cleanshutdown").exists());
    assert_eq!(stopped(started(dir.path(), &overrides)), Some(0));
    assert_eq!(std::fs::read(&meta).expect("it still is"), first);
}

#[test]
fn a_second_process_on_the_same_directory_is_turned_away_in_one_sentence() {
    let dir = TempDir::new().expect("a directory");
    let child = started(dir.path(), &moved());
    let mut second = kalda();
    second
        .args(["start", "--log-level", "off"])
        .current_dir(dir.path());
    for argument in moved() {
        second.args(["--override", &argument]);
    }
    let output = output(&mut second);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr).trim().lines().count(),
        1,
        "{}",
        text(&output.stderr)
    );
    assert_eq!(stopped(child), Some(0));
}

#[test]
fn what_is_wrong_at_start_is_one_sentence_and_exit_code_1() {
    let dir = TempDir::new().expect("a directory");
    let file = dir.path().join("server.properties");
    let start = |content: &str| {
        std::fs::write(&file, content).expect("a file");
        let output = output(kalda().args(["start", "--log-level", "off"]).arg(&file));
        assert_eq!(output.status.code(), Some(1));
        let sentence = text(&output.stderr);
        assert_eq!(sentence.trim().lines().count(), 1, "{sentence}");
        sentence
    };
    assert!(start("").contains("Missing required configuration"));
    let node = "process.roles=broker,controller\nnode.id=1\ncontroller.listener.names=C\nlisteners=PLAINTEXT://:1,C://:2\n\
                controller.quorum.voters=1@localhost:2\n";
    let data = dir.path().join("data");
    let with_dir = format!("{node}log.dirs={}\n", data.display());
    assert!(start(&with_dir).contains("is not formatted. Format it with: kalda storage format"));
    assert!(start(&format!("{with_dir}num.partitions=x\n")).contains("Not a number of type INT"));
    assert!(
        start(&format!("{with_dir}authorizer.class.name=a.B\n"))
            .contains("authorizer.class.name cannot be set")
    );
    assert!(!data.exists(), "nothing is made before all is checked");
}

#[test]
fn a_port_in_use_is_named() {
    let dir = TempDir::new().expect("a directory");
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("its address").port();
    let controller = free_port();
    let mut command = kalda();
    command
        .args(["start", "--log-level", "off"])
        .current_dir(dir.path());
    let listeners =
        format!("listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}");
    let voters = format!("controller.quorum.voters=1@127.0.0.1:{controller}");
    let output = output(command.args(["--override", &listeners, "--override", &voters]));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains(&format!("127.0.0.1:{port}")),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn log_lines_are_json_for_machines() {
    let dir = TempDir::new().expect("a directory");
    let file = dir.path().join("server.properties");
    std::fs::write(&file, "no.such.key=1\nprocess.roles=broker\nnode.id=2\nlisteners=PLAINTEXT://:1\n\
                           controller.listener.names=C\ncontroller.quorum.voters=1@localhost:2\nlog.dirs=/nowhere\n")
    .expect("a file");
    let output = output(kalda().args(["start", "--log-format", "json"]).arg(&file));
    let first = text(&output.stderr)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    assert!(
        first.starts_with('{') && first.ends_with('}') && first.contains("\"level\":\"WARN\""),
        "{first}"
    );
}
