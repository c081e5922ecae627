use std::process::Command;

/// Starts itself once more: the newest functions of the C library that std knows are for that.
fn main() {
    if std::env::args().count() > 1 {
        println!("server is up");
    } else {
        let status = Command::new("/server").arg("child").status();
        assert!(status.is_ok_and(|status| status.success()));
    }
}
