/** Is never loaded to its end. */
await new Promise((resolve) => setInterval(resolve.bind, 1_000_000));
export default {};
