//! .NET.

use super::Call;
use crate::image::artifact::{DotnetApp, Kind, Shape};
use crate::image::interpret::Machine;
use crate::image::touch::Region;

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    if call.name != "dotnet" {
        return false;
    }
    machine.opens_below(call.workdir.clone(), call);
    machine.opens(Region::Below("/tmp".to_owned()), call);
    super::opens_home(machine, call);
    match call.verb() {
        "publish" | "build" => {
            let output = match call.option(&["-o", "--output"]) {
                Some(Some(path)) => Machine::absolute(call, path),
                Some(None) => {
                    machine.opens(Region::Everything, call);
                    None
                }
                None => None,
            };
            let Some(output) = output else {
                return true;
            };
            let self_contained = match call.option(&["--self-contained", "--sc"]) {
                Some(Some("false")) => Some(false),
                Some(_) => Some(true),
                None if call.has(&["--no-self-contained", "/p:UseAppHost=false"]) => Some(false),
                None => None,
            };
            let runtime = call
                .option(&["-r", "--runtime"])
                .flatten()
                .map(str::to_owned);
            let kind = Kind::DotnetApp(DotnetApp {
                self_contained,
                runtime,
            });
            machine.adds(&output, Shape::Tree, kind, call);
        }
        "tool" => {
            if let Some(Some(path)) = call.option(&["--tool-path"]) {
                let path = Machine::absolute(call, path);
                machine.opens_below(path, call);
            }
        }
        "restore" | "nuget" | "workload" | "new" | "add" | "test" | "clean" | "dev-certs" => {}
        _ => machine.opens(Region::Everything, call),
    }
    true
}
