/** Goes up whenever a check would judge the same mount differently: verdicts of older schemas are not taken over. */
export const CHECK_SCHEMA = "5";
