"""The network of `algodistill bench act` in PyTorch eager without a cache: every step reads the whole window again. Driven line by line
as pytorch_train.py is, so that both can be timed in turn; the batch is the number of streams:
  {"open": {"layers", "width", "heads", "context", "batch", "observations": [count, size], "actions": [count, size], "threads"}}
      makes the network and finds out how many streams at once are fastest           -> {"parameters": n, "streams_at_once": m}
  {"steps": k}
      k steps of all streams: forward over the window, an action drawn for each      -> {"seconds": s}
"""
import json
import sys
import time

import torch

from pytorch_train import MultiHeadTransformer


class Acting:
    def __init__(self, layers, width, heads, context, batch, observations, actions, threads):
        if threads:
            torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.model = MultiHeadTransformer(layers, width, heads, context, observations, actions).eval()
        self.batch = batch
        self.windows = self.model.random_batch(batch, context)
        # scores (streams, heads, context, context) that outgrow the caches cost more than the calls that smaller parts need
        self.at_once = min((size for size in (batch, 64, 16, 4) if size <= batch), key=self.least_seconds_a_stream)

    def least_seconds_a_stream(self, at_once):
        return min(self.timed(lambda: self.part(0, at_once)) for _ in range(2)) / at_once

    @staticmethod
    def timed(work):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    @torch.no_grad()
    def part(self, first, count):
        fields = [field[first:first + count] for field in self.windows["fields"]]
        x = self.model.embed(fields, self.windows["features"][first:first + count])              # (B, T, C)
        for block in self.model.blocks:
            x = block(x, self.model.cosine, self.model.sine, self.model.hidden)
        logits = self.model.action(self.model.final(x[:, -1]))
        return torch.multinomial(logits.view(-1, self.model.actions[0]).softmax(-1), 1)

    def step(self):
        return torch.cat([self.part(first, min(self.at_once, self.batch - first)) for first in range(0, self.batch, self.at_once)])


def main():
    acting = None
    for line in sys.stdin:
        request = json.loads(line)
        if "open" in request:
            acting = Acting(**request["open"])
            answer = {"parameters": sum(p.numel() for p in acting.model.parameters()), "streams_at_once": acting.at_once}
        else:
            answer = {"seconds": Acting.timed(lambda: [acting.step() for _ in range(request["steps"])])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
