import lightgbm

lightgbm.train({})
