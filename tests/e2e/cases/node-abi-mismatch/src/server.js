console.log(require('heapdump')());
