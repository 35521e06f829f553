"""PyTorch eager and torch.compile(mode="reduce-overhead") on the network of TokenModel.cs: one JSON line for each size and mode.

--quick: a tiny size on whatever device there is, eager alone. --largest: the largest size alone.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY = 64
# layers, width, heads, context, batch: as in TrainingStep.cs
FULL, QUICK = [(4, 64, 4, 200, 32), (8, 512, 8, 1024, 16), (12, 768, 12, 1024, 32)], [(2, 16, 2, 8, 4)]


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

    def forward(self, x, cosine, sine):
        B, T, C = x.shape
        q, k, v = self.query_key_value(self.attention_norm(x)).view(B, T, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, cosine, sine), rotate(k, cosine, sine)                                  # (B, H, T, D)
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.project(attended.transpose(1, 2).reshape(B, T, C))
        return x + self.contract(F.gelu(self.expand(self.feed_forward_norm(x))))


class TokenModel(nn.Module):
    def __init__(self, layers, width, heads, context):
        super().__init__()
        self.table = nn.Embedding(VOCABULARY, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.final = nn.LayerNorm(width)
        self.head = nn.Linear(width, VOCABULARY)
        half = width // heads // 2
        angles = torch.arange(context)[:, None] * 10_000 ** (-torch.arange(half) / half)
        # bfloat16 as in TokenModel.cs, where tables have the type of what they turn
        self.register_buffer("cosine", angles.cos().bfloat16())
        self.register_buffer("sine", angles.sin().bfloat16())

    def forward(self, tokens, targets):
        x = self.table(tokens)                                                                    # (B, T, C)
        for block in self.blocks:
            x = block(x, self.cosine, self.sine)
        return F.cross_entropy(self.head(self.final(x)).flatten(0, 1), targets)


def timing(mode, size, device, blocks, updates):
    layers, width, heads, context, batch = size
    torch.manual_seed(1)
    model = TokenModel(layers, width, heads, context).to(device)
    decay, rest = [p for p in model.parameters() if p.dim() > 1], [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}], lr=1e-3, betas=(0.9, 0.99),
                                  **({"fused": True} if device == "cuda" else {}))
    forward = torch.compile(model, mode="reduce-overhead") if mode == "torch.compile" else model
    tokens = torch.randint(VOCABULARY, (batch, context), device=device)
    targets = tokens.roll(-1, 1).flatten()

    def update():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device, dtype=torch.bfloat16):
            loss = forward(tokens, targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss

    def block():
        start = time.perf_counter()
        for _ in range(updates):
            loss = update()
        value = loss.item()
        return 1000 * (time.perf_counter() - start) / updates, value

    block()
    times, losses = zip(*(block() for _ in range(blocks)))
    tokens_an_update = batch * context
    operations = tokens_an_update * (72 * width**2 * layers + 6 * width * VOCABULARY + 7 * width * (context + 1) * layers)
    ordered = sorted(times)
    return {"Engine": "PyTorch", "Mode": mode, "Layers": layers, "Width": width, "Tokens": tokens_an_update, "Operations": operations,
            "Least": ordered[0], "Median": ordered[blocks // 2], "Most": ordered[-1], "Loss": losses[-1], "Reason": None}


def main():
    quick = "--quick" in sys.argv
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cuda.matmul.allow_tf32 = True
    for size in QUICK if quick else FULL[-1:] if "--largest" in sys.argv else FULL:
        for mode in ["eager"] if quick else ["eager", "torch.compile"]:
            print(json.dumps(timing(mode, size, device, 3 if quick else 5, 4 if quick else 30)), flush=True)


if __name__ == "__main__":
    main()
