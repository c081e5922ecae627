console.log(require('greet')());
