/** What the browser tests use of mocha, which ships no types. */
type Work = () => unknown;
declare function describe(name: string, work: Work): void;
declare function it(name: string, work: Work): void;
declare function beforeEach(work: Work): void;
declare function afterEach(work: Work): void;
