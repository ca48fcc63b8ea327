/** The token behind `Bearer `, for the applications that do no more than verify. */
export const tokenOf = (authorization) => authorization.slice('Bearer '.length)
