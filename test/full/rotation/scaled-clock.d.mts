export declare const SPEED: number
export declare function scaledClock(start: number): () => number
