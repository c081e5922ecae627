console.log("server is up");
