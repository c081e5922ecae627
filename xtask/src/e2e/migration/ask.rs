//! The request to a server in a container that has no network but its own loopback interface.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

/// How long a server may take to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// Asks a server for `path` where the process `pid` has its network. `None` where nothing listens
/// on the port yet.
pub(super) fn ask(pid: u32, port: u16, path: &str) -> Result<Option<String>, Box<dyn Error>> {
    // Only the thread that enters the network sees it, and it ends here.
    let asked = thread::scope(|scope| {
        let asking = scope.spawn(|| {
            enter(pid)?;
            request(port, path)
        });
        asking
            .join()
            .unwrap_or_else(|_| Err("the request panicked".to_owned()))
    });
    Ok(asked?)
}

#[cfg(target_os = "linux")]
fn enter(pid: u32) -> Result<(), String> {
    use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
    use std::os::fd::AsFd;

    let path = format!("/proc/{pid}/ns/net");
    let failed = |error: std::io::Error| format!("{path}: {error}");
    let network = std::fs::File::open(&path).map_err(failed)?;
    move_into_link_name_space(network.as_fd(), Some(LinkNameSpaceType::Network))
        .map_err(|error| failed(error.into()))
}

/// Compiled for the other commands of this program only.
#[cfg(not(target_os = "linux"))]
fn enter(_: u32) -> Result<(), String> {
    Err("containers need Linux".to_owned())
}

/// The body of a successful answer, or what else came.
fn request(port: u16, path: &str) -> Result<Option<String>, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, ANSWER) else {
        return Ok(None);
    };
    let failed = |error: std::io::Error| format!("port {port}: {error}");
    stream.set_read_timeout(Some(ANSWER)).map_err(failed)?;
    // The older version of the protocol: the answer ends with the connection, and is in one piece.
    // So is the request, for servers that read once.
    let request = format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(failed)?;
    let answer = String::from_utf8_lossy(&answer);
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        return Err(format!("port {port} answers {answer:?}"));
    };
    let status = head.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) == Some("200") {
        Ok(Some(body.to_owned()))
    } else {
        Err(format!("port {port} answers {status}: {}", body.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::request;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// What [`request`] makes of an answer.
    fn answered(answer: &'static str) -> Result<Option<String>, String> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
        let port = listener.local_addr().map_err(|error| error.to_string())?;
        let server = std::thread::spawn(move || -> std::io::Result<()> {
            let (mut stream, _) = listener.accept()?;
            let _ = stream.read(&mut [0; 1024])?;
            stream.write_all(answer.as_bytes())
        });
        let seen = request(port.port(), "/");
        assert!(server.join().is_ok_and(|served| served.is_ok()));
        seen
    }

    #[test]
    fn the_body_of_a_success_is_the_answer() {
        let seen = answered("HTTP/1.1 200 OK\r\nA: b\r\n\r\nhello");
        assert_eq!(seen, Ok(Some("hello".to_owned())));
    }

    #[test]
    fn another_status_is_a_failure() {
        assert!(answered("HTTP/1.1 404 Not Found\r\n\r\nno").is_err());
    }
}
