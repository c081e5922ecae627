final class Server {
    public static void main(String[] arguments) {
        System.out.println("server is up on Java " + System.getProperty("java.specification.version"));
    }
}
