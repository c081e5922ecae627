//! Accounts.

use super::Call;
use crate::image::interpret::Machine;
use crate::image::touch::Region;

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    let valued: &[&str] = match call.name.as_str() {
        "useradd" => &[
            "-u",
            "--uid",
            "-g",
            "--gid",
            "-G",
            "--groups",
            "-d",
            "--home",
            "--home-dir",
            "-s",
            "--shell",
            "-c",
            "--comment",
            "-p",
            "--password",
            "-b",
            "-e",
            "-f",
            "-k",
            "-K",
        ],
        "adduser" => &[
            "-u",
            "--uid",
            "-g",
            "--gecos",
            "-G",
            "--ingroup",
            "-h",
            "--home",
            "-s",
            "--shell",
            "--gid",
            "-k",
            "--comment",
        ],
        "groupadd" | "addgroup" | "usermod" | "groupmod" | "passwd" | "chpasswd" | "userdel"
        | "deluser" | "groupdel" | "delgroup" | "chsh" | "gpasswd" => {
            machine.opens(Region::Below("/etc".to_owned()), call);
            return true;
        }
        _ => return false,
    };
    // BusyBox and Debian read `-g` of adduser as a text; all that counts here is the last operand.
    let names: Vec<_> = call.operands(valued).collect();
    let uid = call
        .option(&["-u", "--uid"])
        .flatten()
        .and_then(|uid| uid.parse().ok());
    let name = if call.name == "adduser" {
        names.first()
    } else {
        names.last()
    };
    if let Some(name) = name.and_then(|name| name.plain()) {
        let name = name.to_owned();
        machine.account(&name, uid, call.span);
    }
    machine.opens(Region::Below("/etc".to_owned()), call);
    machine.opens(Region::Below("/home".to_owned()), call);
    for home in [
        call.option(&["-d", "--home", "--home-dir"]),
        call.option(&["-h"]),
    ]
    .into_iter()
    .flatten()
    {
        machine.opens_below(home.map(str::to_owned), call);
    }
    machine.opens(Region::Below("/var".to_owned()), call);
    true
}
