'use strict';

const express = require('express');

const app = express();
app.get('/', (req, res) => res.send('Hello, Node.js!'));
app.listen(process.env.PORT || 3000);
