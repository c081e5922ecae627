require('./addon.node');
module.exports = () => 'server is up';
