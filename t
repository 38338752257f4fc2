proving
jobs 2: 0.46+0.07 cpu 1.48 s
