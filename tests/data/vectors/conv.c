/* A backward pass in plain C: cases.txt of symconv vectors on standard input, dx, dw and db of each case out. */
#include <stdio.h>
#include <stdlib.h>

static int next(void) { double n; if (scanf("%lf", &n) != 1) exit(2); return (int)n; }
static double *numbers(int n, int filled) {
    double *a = calloc(n + 1, sizeof *a);
    for (int i = 0; filled && i < n; i++) a[i] = next();
    return a;
}
static void print(const double *a, int n) { for (int i = 0; i < n; i++) printf("%.17g ", a[i]); puts(""); }

int main(void) {
    int cases = next(), axes = next();
    while (cases-- && axes == 2) {
        int N = next(), C = next(), F = next(), G = next(), H = next(), W = next(), KH = next(), KW = next(), OH = next(),
            OW = next(), sh = next(), sw = next(), dh = next(), dw_ = next(), top = next(), bottom = next(), left = next(),
            right = next(), c = C / G, f = F / G, X = N * C * H * W, K = F * c * KH * KW, O = N * F * OH * OW;
        double *g = numbers(O, 1), *x = numbers(X, 1), *w = numbers(K, 1), *b = numbers(F, 1), *o = numbers(O, 1),
               *rest = numbers(X + K + F, 1), *dx = numbers(X, 0), *dw = numbers(K, 0), *db = numbers(F, 0);
        for (int n = 0; n < N; n++) for (int k = 0; k < F; k++) for (int i = 0; i < OH; i++) for (int j = 0; j < OW; j++) {
            double d = g[((n * F + k) * OH + i) * OW + j];
            db[k] += d;
            for (int q = 0; q < c; q++) for (int u = 0; u < KH; u++) for (int v = 0; v < KW; v++) {
                int r = i * sh + u * dh - top, s = j * sw + v * dw_ - left;
                if (r < 0 || r >= H || s < 0 || s >= W) continue;
                int at = ((n * C + k / f * c + q) * H + r) * W + s, tap = ((k * c + q) * KH + u) * KW + v;
                dx[at] += d * w[tap];
                dw[tap] += d * x[at];
            }
        }
        print(dx, X), print(dw, K), print(db, F);
        (void)bottom, (void)right, free(g), free(x), free(w), free(b), free(o), free(rest), free(dx), free(dw), free(db);
    }
    return 0;
}
