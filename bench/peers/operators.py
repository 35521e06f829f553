#!/usr/bin/env python3
"""Each operator of libalgodistill.so, forward and backward, against its plain composition in PyTorch, on the tensors of the three
training sizes: milliseconds (least of the runs) and their ratio. On a machine with other work, OMP_NUM_THREADS=1 and --cpu-time.

    OMP_NUM_THREADS=2 python3 bench/peers/operators.py [--library build/native/libalgodistill.so] [--runs 15] [--cpu-time]
"""
import argparse
import math
import time

import torch
import torch.nn.functional as F

from training_step import SIZES


def attention(qkv, heads, hidden):
    b, t, c = qkv.shape
    q, k, v = (x.view(b, t, heads, -1).transpose(1, 2) for x in qkv.split(c // 3, dim=2))
    scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(c // 3 // heads))
    return (F.softmax(scores.masked_fill(hidden, float("-inf")), -1) @ v).transpose(1, 2).reshape(b, t, -1)


def cases(ops, layers, width, heads, steps, batch):
    rows = steps * batch
    hidden = torch.ones(steps, steps, dtype=torch.bool).triu(1)
    weight, bias = torch.randn(width), torch.randn(width)
    tables = [torch.randn(n, width) for n in (81, 5, 3)]
    indices = torch.stack([torch.randint(len(table), (rows,)) for table in tables], 1)
    targets = torch.randint(5, (rows,))
    x = lambda *shape: torch.randn(*shape)
    yield ("causal_self_attention", lambda qkv: attention(qkv, heads, hidden), lambda qkv: ops.causal_self_attention(qkv, heads),
           [x(batch, steps, 3 * width)])
    yield ("linear, width to 4 widths", F.linear, ops.linear, [x(rows, width), x(4 * width, width), x(4 * width)])
    yield ("feed_forward", lambda y, w1, b1, w2, b2: F.linear(F.gelu(F.linear(y, w1, b1)), w2, b2), ops.feed_forward,
           [x(rows, width), x(4 * width, width), x(4 * width), x(width, 4 * width), x(width)])
    yield ("residual_layer_norm", lambda r, u, w, b: F.layer_norm(r + u, (width,), w, b),
           lambda r, u, w, b: ops.residual_layer_norm(r, u, w, b)[1], [x(rows, width), x(rows, width), weight, bias])
    yield ("bias_gelu", lambda y, b: F.gelu(y + b), ops.bias_gelu, [x(rows, 4 * width), x(4 * width)])
    yield ("embedding_sum", lambda *t: sum(F.embedding(indices[:, i], t[i]) for i in range(3)),
           lambda *t: ops.embedding_sum(list(t), indices), tables)
    yield ("cross_entropy, 5 classes", lambda y: F.cross_entropy(y, targets), lambda y: ops.cross_entropy(y, targets), [x(rows, 5)])


def least(function, inputs, runs, clock):
    """Seconds of the fastest forward and backward."""
    leaves = [value.clone().requires_grad_() for value in inputs]
    gradient = torch.randn_like(function(*leaves))
    forward, backward = [], []
    for _ in range(runs):
        start = clock()
        result = function(*leaves)
        middle = clock()
        result.backward(gradient)
        forward.append(middle - start)
        backward.append(clock() - middle)
    return min(forward), min(backward)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--library", default="build/native/libalgodistill.so")
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--cpu-time", action="store_true")
    options = arguments.parse_args()
    torch.ops.load_library(options.library)
    clock = time.process_time if options.cpu_time else time.perf_counter
    for name, size in SIZES.items():
        for label, plain, fused, inputs in cases(torch.ops.algodistill, *size):
            theirs, ours = least(plain, inputs, options.runs, clock), least(fused, inputs, options.runs, clock)
            print(f"{name:10} {label:28} eager {1e3 * theirs[0]:7.2f} + {1e3 * theirs[1]:7.2f}  fused {1e3 * ours[0]:6.2f} + "
                  f"{1e3 * ours[1]:6.2f} ms  ratio {sum(theirs) / sum(ours):5.1f}")


if __name__ == "__main__":
    main()
