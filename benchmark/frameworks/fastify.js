'use strict';

const fastify = require('fastify');

const app = fastify();
app.get('/', async () => 'Hello, Node.js!');
app.listen({ port: Number(process.env.PORT || 3000), host: '0.0.0.0' });
