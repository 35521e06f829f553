#!/usr/bin/env python3
"""One training step of a causal transformer: PyTorch eager against the same step with the operators of libalgodistill.so, on the same
libtorch, interleaved in one process. Prints, for each size, milliseconds (median), the ratio (min, median, max over the pairs), and the
share of the sgemm rate measured in the same run that the arithmetic of the step reaches.

    OMP_NUM_THREADS=2 python3 bench/peers/training_step.py [--library build/native/libalgodistill.so] [--sizes ad-small ad-medium ad-large]
                                                           [--pairs 10] [--json] [--profile] [--cpu-time]

On a machine with other work, --cpu-time with OMP_NUM_THREADS=1 counts the processor's time of this process instead of the clock's.
"""
import argparse
import json
import math
import statistics
import time

import torch
import torch.nn.functional as F

SIZES = {  # layers, width, heads, time, batch
    "ad-small": (4, 64, 4, 200, 32),
    "ad-medium": (4, 128, 4, 256, 8),
    "ad-large": (6, 256, 8, 512, 4),
}
FIELDS = (81, 5, 3)  # entries of the observation, action and reward embeddings
CLASSES = 5


def parameters(layers, width, time_steps):
    shape = {f"table{i}": (entries, width) for i, entries in enumerate(FIELDS)}
    shape["position"] = (time_steps, width)
    for i in range(layers):
        shape |= {f"{i}.norm1.w": (width,), f"{i}.norm1.b": (width,), f"{i}.qkv.w": (3 * width, width), f"{i}.qkv.b": (3 * width,),
                  f"{i}.out.w": (width, width), f"{i}.out.b": (width,), f"{i}.norm2.w": (width,), f"{i}.norm2.b": (width,),
                  f"{i}.up.w": (4 * width, width), f"{i}.up.b": (4 * width,), f"{i}.down.w": (width, 4 * width), f"{i}.down.b": (width,)}
    shape |= {"norm.w": (width,), "norm.b": (width,), "head.w": (CLASSES, width), "head.b": (CLASSES,)}
    generator = torch.Generator().manual_seed(0)
    values = {name: torch.randn(size, generator=generator) * (0.02 if len(size) > 1 else 0.0) for name, size in shape.items()}
    return {name: (value + (1.0 if "norm" in name and name.endswith("w") else 0.0)).requires_grad_() for name, value in values.items()}


class Eager:
    """Plain PyTorch, as most people write it."""

    def __init__(self, size):
        self.layers, self.width, self.heads, self.time, self.batch = size
        self.p = parameters(self.layers, self.width, self.time)
        self.hidden = torch.ones(self.time, self.time, dtype=torch.bool).triu(1)
        self.optimiser = torch.optim.AdamW(self.p.values(), lr=3e-4, betas=(0.9, 0.95), weight_decay=0.01)

    def attention(self, qkv):
        b, t, c = self.batch, self.time, self.width
        q, k, v = (x.view(b, t, self.heads, c // self.heads).transpose(1, 2) for x in qkv.split(c, dim=2))
        scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(c // self.heads))
        scores = scores.masked_fill(self.hidden, float("-inf"))
        return (F.softmax(scores, dim=-1) @ v).transpose(1, 2).contiguous().view(b, t, c)

    def loss(self, indices, targets):
        p = self.p
        x = sum(F.embedding(indices[..., i], p[f"table{i}"]) for i in range(len(FIELDS))) + p["position"]
        for i in range(self.layers):
            h = F.layer_norm(x, (self.width,), p[f"{i}.norm1.w"], p[f"{i}.norm1.b"])
            h = self.attention(F.linear(h, p[f"{i}.qkv.w"], p[f"{i}.qkv.b"]))
            x = x + F.linear(h, p[f"{i}.out.w"], p[f"{i}.out.b"])
            h = F.layer_norm(x, (self.width,), p[f"{i}.norm2.w"], p[f"{i}.norm2.b"])
            h = F.gelu(F.linear(h, p[f"{i}.up.w"], p[f"{i}.up.b"]))
            x = x + F.linear(h, p[f"{i}.down.w"], p[f"{i}.down.b"])
        x = F.layer_norm(x, (self.width,), p["norm.w"], p["norm.b"])
        return F.cross_entropy(F.linear(x, p["head.w"], p["head.b"]).view(-1, CLASSES), targets.view(-1))

    def step(self, indices, targets):
        loss = self.loss(indices, targets)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.p.values(), 1.0)
        self.optimiser.step()
        return loss.item()


class Fused(Eager):
    """The same step through the operators of our own."""

    def __init__(self, size):
        super().__init__(size)
        self.first = [torch.zeros_like(x) for x in self.p.values()]
        self.second = [torch.zeros_like(x) for x in self.p.values()]
        self.steps = 0

    def loss(self, indices, targets):
        p, ops = self.p, torch.ops.algodistill
        tables = [p[f"table{i}"] for i in range(len(FIELDS))] + [p["position"]]
        places = torch.arange(self.time).expand(self.batch, self.time).unsqueeze(-1)
        x = ops.embedding_sum(tables, torch.cat([indices, places], -1).view(-1, len(tables)))
        x, update = x.view(self.batch, self.time, self.width), None
        for i in range(self.layers):
            x, h = ops.residual_layer_norm(x, update, p[f"{i}.norm1.w"], p[f"{i}.norm1.b"])
            h = ops.causal_self_attention(ops.linear(h, p[f"{i}.qkv.w"], p[f"{i}.qkv.b"]), self.heads)
            x, h = ops.residual_layer_norm(x, ops.linear(h, p[f"{i}.out.w"], p[f"{i}.out.b"]), p[f"{i}.norm2.w"], p[f"{i}.norm2.b"])
            update = ops.feed_forward(h, p[f"{i}.up.w"], p[f"{i}.up.b"], p[f"{i}.down.w"], p[f"{i}.down.b"])
        x, h = ops.residual_layer_norm(x, update, p["norm.w"], p["norm.b"])
        return ops.cross_entropy(ops.linear(h, p["head.w"], p["head.b"]).view(-1, CLASSES), targets.view(-1))

    def step(self, indices, targets):
        loss = self.loss(indices, targets)
        values = list(self.p.values())
        for value in values:
            value.grad = None
        loss.backward()
        self.steps += 1
        torch.ops.algodistill.adamw_(values, [x.grad for x in values], self.first, self.second, 3e-4, 0.9, 0.95, 1e-8,
                                     [0.01] * len(values), self.steps, 1.0)
        return loss.item()


def operations(size):
    """Floating-point operations of a step, forward and backward: the linear layers and the visible half of attention."""
    layers, width, heads, steps, batch = size
    linear = 12 * width * width * layers + CLASSES * width
    attention = layers * width * (steps + 1) * 7  # 2 products forward, 5 backward, 2 operations, half of the keys
    return 6 * linear * steps * batch + attention * steps * batch


def traffic(size):
    """Bytes that a step reads and writes when every operator of our own touches each of its tensors once: 24 widths a token and layer
    forward (two norms 4 + 4, qkv 4, attention 4, out 2, feed-forward 6), 31 backward (feed-forward 7, norms 4 + 4, out 3, attention 8,
    qkv 5), in float32."""
    layers, width, _, steps, batch = size
    return 55 * width * layers * steps * batch * 4


def seconds(action, clock):
    start = clock()
    action()
    return clock() - start


def sgemm_rate(clock):
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return 2 * 1024 ** 3 / min(seconds(lambda: a @ b, clock) for _ in range(20))


def compare(name, pairs, clock):
    size = SIZES[name]
    steps, batch = size[3], size[4]
    data = (torch.stack([torch.randint(entries, (batch, steps)) for entries in FIELDS], -1), torch.randint(CLASSES, (batch, steps)))
    eager, fused = Eager(size), Fused(size)
    gap = max(abs(eager.step(*data) - fused.step(*data)) for _ in range(3))
    assert gap < 1e-4, f"{name}: the losses part by {gap}"
    times = [(seconds(lambda: eager.step(*data), clock), seconds(lambda: fused.step(*data), clock)) for _ in range(pairs)]
    ratios = [slow / fast for slow, fast in times]
    ours = statistics.median(fast for _, fast in times)
    return {"size": name, "eager_ms": round(1e3 * statistics.median(slow for slow, _ in times), 1), "fused_ms": round(1e3 * ours, 1),
            "ratio": [round(f(ratios), 2) for f in (min, statistics.median, max)], "tokens_per_s": round(steps * batch / ours),
            "gflop": round(operations(size) * 1e-9, 2), "megabytes": round(traffic(size) * 1e-6),
            "sgemm_share": round(operations(size) / ours / sgemm_rate(clock), 3)}


def profile(name):
    size = SIZES[name]
    data = (torch.stack([torch.randint(entries, (size[4], size[3])) for entries in FIELDS], -1), torch.randint(CLASSES, (size[4], size[3])))
    for kind in (Eager, Fused):
        model = kind(size)
        model.step(*data)
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as trace:
            for _ in range(5):
                model.step(*data)
        print(name, kind.__name__)
        print(trace.key_averages().table(sort_by="self_cpu_time_total", row_limit=25, max_name_column_width=60))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--library", default="build/native/libalgodistill.so")
    arguments.add_argument("--sizes", nargs="+", default=list(SIZES), choices=list(SIZES))
    arguments.add_argument("--pairs", type=int, default=10)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--profile", action="store_true")
    arguments.add_argument("--cpu-time", action="store_true")
    options = arguments.parse_args()
    torch.ops.load_library(options.library)
    torch.manual_seed(0)
    for name in options.sizes:
        if options.profile:
            profile(name)
        else:
            result = compare(name, options.pairs, time.process_time if options.cpu_time else time.perf_counter)
            print(json.dumps(result) if options.json else result)


if __name__ == "__main__":
    main()
