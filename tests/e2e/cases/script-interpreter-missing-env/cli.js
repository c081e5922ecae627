#!/usr/bin/env node
console.log('server is up');
