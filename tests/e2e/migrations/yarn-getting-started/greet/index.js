module.exports = (name) => `Hello ${name} from Node.js`;
