interface Never {
  there: true;
}
const fail = (): Never => {
  throw new Error('on line five');
};
fail();
