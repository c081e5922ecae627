module.exports = () => 'server is up';
