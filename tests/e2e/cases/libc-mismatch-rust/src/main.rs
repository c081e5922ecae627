fn main() {
    println!("server is up");
}
