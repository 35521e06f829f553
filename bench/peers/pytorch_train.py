"""The network of `algodistill bench train` in PyTorch eager, driven line by line so that both can be timed in turn.

Each line on stdin is a JSON request and is answered by one JSON line on stdout:
  {"open": {"layers", "width", "heads", "context", "batch", "observations": [count, size], "actions": [count, size], "threads"}}
      makes the network, does one update that does not count          -> {"parameters": n}
      threads: null leaves them as PyTorch chooses
  {"steps": k}
      does k updates: forward, backward, clipping and AdamW           -> {"seconds": s, "loss": x}
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

KINDS, ENDS = 2, 3
REWARD_WEIGHT = NEXT_OBSERVATION_WEIGHT = LOG_PROBABILITY_WEIGHT = 0.1


def rotate(x, cosine, sine):
    """(B, H, T, D): pairs (i, i + D/2) turned by position * base^(-2i/D)."""
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cosine - b * sine, b * cosine + a * sine), dim=-1)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attention_norm, self.feed_forward_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.project = nn.Linear(width, width)
        self.expand = nn.Linear(width, 4 * width)
        self.contract = nn.Linear(4 * width, width)

    def forward(self, x, cosine, sine, hidden):
        B, T, C = x.shape
        q, k, v = self.query_key_value(self.attention_norm(x)).view(B, T, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, cosine, sine), rotate(k, cosine, sine)                                  # (B, H, T, D)
        if hasattr(F, "scaled_dot_product_attention"):
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            scores = (q @ k.transpose(-2, -1)) / math.sqrt(C // self.heads)                      # (B, H, T, T)
            attended = scores.masked_fill(hidden, -math.inf).softmax(-1) @ v
        x = x + self.project(attended.transpose(1, 2).reshape(B, T, C))
        return x + self.contract(F.gelu(self.expand(self.feed_forward_norm(x))))


class MultiHeadTransformer(nn.Module):
    """One token a step: kind, observation, last action, its reward and end."""

    def __init__(self, layers, width, heads, context, observations, actions):
        super().__init__()
        self.observations, self.actions = observations, actions
        sizes = [KINDS] + [observations[0]] * observations[1] + [actions[0]] * actions[1] + [ENDS]
        # the last row of a table stands for "says nothing"
        self.tables = nn.ModuleList(nn.Embedding(size + 1, width, padding_idx=size) for size in sizes)
        self.feature = nn.Linear(1, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.final = nn.LayerNorm(width)
        self.answer = nn.Linear(width, width)
        self.action, self.reward = nn.Linear(width, actions[0] * actions[1]), nn.Linear(width, 1)
        self.next_observation, self.log_probability = nn.Linear(width, observations[0] * observations[1]), nn.Linear(width, 1)
        half = width // heads // 2
        angles = torch.arange(context)[:, None] * 10_000 ** (-torch.arange(half) / half)
        self.register_buffer("cosine", angles.cos())
        self.register_buffer("sine", angles.sin())
        self.register_buffer("hidden", torch.ones(context, context, dtype=torch.bool).triu(1))

    def embed(self, fields, features):
        return sum(table(index) for table, index in zip(self.tables, fields)) + self.feature(features)

    def loss(self, batch):
        x = self.embed(batch["fields"], batch["features"])                                       # (B, T, C)
        for block in self.blocks:
            x = block(x, self.cosine, self.sine, self.hidden)
        x = self.final(x)
        answered = F.gelu(self.answer(x) + self.embed(batch["answers"], torch.zeros_like(batch["features"])))
        return (self.cross_entropy(self.action(x), batch["actions"], self.actions)
                + REWARD_WEIGHT * self.squared(self.reward(answered), batch["rewards"])
                + NEXT_OBSERVATION_WEIGHT * self.cross_entropy(self.next_observation(answered), batch["next_observations"], self.observations)
                + LOG_PROBABILITY_WEIGHT * self.squared(self.log_probability(answered), batch["log_probabilities"]))

    @staticmethod
    def cross_entropy(logits, targets, space):
        return F.cross_entropy(logits.reshape(-1, space[0]), targets.reshape(-1))

    @staticmethod
    def squared(output, targets):
        return 0.5 * F.mse_loss(output.squeeze(-1), targets)

    def random_batch(self, batch, context):
        def draw(space):
            return torch.randint(space[0], (batch, context, space[1]))

        observations, actions, silent = draw(self.observations), draw(self.actions), torch.full((batch, context), -1)
        ends = torch.zeros(batch, context, dtype=torch.long)
        fields = [torch.ones_like(ends), *observations.unbind(-1), *draw(self.actions).unbind(-1), ends]
        answers = [silent, *[silent] * self.observations[1], *actions.unbind(-1), silent]
        rows = [table.num_embeddings - 1 for table in self.tables]
        return {
            "fields": fields,
            "answers": [torch.where(index < 0, row, index) for index, row in zip(answers, rows)],
            "features": torch.rand(batch, context, 1),
            "actions": actions,
            "rewards": torch.rand(batch, context),
            "next_observations": draw(self.observations),
            "log_probabilities": -torch.rand(batch, context),
        }


class Training:
    def __init__(self, layers, width, heads, context, batch, observations, actions, threads):
        if threads:
            torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.model = MultiHeadTransformer(layers, width, heads, context, observations, actions)
        decay = [p for p in self.model.parameters() if p.dim() > 1]
        rest = [p for p in self.model.parameters() if p.dim() <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": decay, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}], lr=1e-3, betas=(0.9, 0.99))
        self.batches = [self.model.random_batch(batch, context) for _ in range(4)]
        self.done = 0
        self.update()

    def update(self):
        loss = self.model.loss(self.batches[self.done % len(self.batches)])
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.done += 1
        return loss.item()


def main():
    training = None
    for line in sys.stdin:
        request = json.loads(line)
        if "open" in request:
            training = Training(**request["open"])
            answer = {"parameters": sum(p.numel() for p in training.model.parameters())}
        else:
            start = time.perf_counter()
            for _ in range(request["steps"]):
                loss = training.update()
            answer = {"seconds": time.perf_counter() - start, "loss": loss}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
