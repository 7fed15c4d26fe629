"""The network that src/measure/attire/finder.rs runs: how it is taught and how it becomes Rust. PyTorch, one thread."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
# How sharply the odds of a picture follow its likeliest cell: `SHARPNESS` in finder.rs.
SHARPNESS = 3.0
BATCH = 64
# Picture pixels to a cell of the last map.
CELL = 4


class Finder(nn.Module):
    def __init__(self):
        super().__init__()
        # Outputs of the first, the second and the other layers.
        a, b, c = 12, 24, 28
        first = [nn.Conv2d(4, a, 5, 2, 2), nn.Conv2d(a, b, 3, 2, 1), nn.Conv2d(b, c, 3, 1, 1)]
        self.convs = nn.ModuleList([*first, nn.Conv2d(c, c, 3, 1, 1), nn.Conv2d(c, c, 3, 1, 2, dilation=2)])
        self.bn = nn.ModuleList([nn.BatchNorm2d(outputs) for outputs in (a, b, c, c, c)])
        self.h = nn.Conv2d(c, 1, 1)
        nn.init.constant_(self.h.bias, -3.0)

    def forward(self, x):
        for k, (conv, norm) in enumerate(zip(self.convs, self.bn)):
            y = functional.relu(norm(conv(x)))
            x = x + y if k >= 3 else y
        return self.h(x)[:, 0]


def pooled(odds):
    return torch.logsumexp(odds.flatten(1) * SHARPNESS, 1) / SHARPNESS


def inputs(pictures):
    x = torch.as_tensor(pictures).permute(0, 3, 1, 2).float()
    inside = x[:, 3:] / 255
    return torch.cat([(x[:, :3] / 255 - 0.5) * 2 * inside, inside], 1)


def relit(x):
    """A little other light, colour and grain each time."""
    n = len(x)
    gain = torch.exp(torch.randn(n, 3, 1, 1) * 0.06 + torch.randn(n, 1, 1, 1) * 0.1)
    x = torch.cat([((x[:, :3] + 1) * gain - 1) + torch.randn(n, 3, 1, 1) * 0.03, x[:, 3:]], 1)
    x[:, :3] *= x[:, 3:]
    return x + torch.randn_like(x) * torch.rand(()) * 0.05 if torch.rand(()) < 0.5 else x


def teach(net, pictures, worn, kind, epochs, rate):
    """`kind`: 0 nothing, 1 drawn as `worn` says, 2 a real one somewhere, 3 both."""
    net = net.to(memory_format=torch.channels_last)
    covered = torch.as_tensor(worn).float()[:, None] / 255
    cells = functional.max_pool2d(covered, CELL)[:, 0]
    near = functional.max_pool2d(covered, 3 * CELL, CELL, CELL)[:, 0]
    kind, pictures = torch.as_tensor(kind), torch.as_tensor(pictures)
    there = ((kind == 1) & (covered.amax((1, 2, 3)) > 0.2) | (kind >= 2)).float()
    count = len(kind)
    learner = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    steps = epochs * (count // BATCH) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(learner, rate, total_steps=steps)
    for epoch in range(epochs):
        net.train()
        order, total = torch.randperm(count), 0.0
        for k in range(0, count - BATCH + 1, BATCH):
            j = order[k : k + BATCH]
            odds = net(relit(inputs(pictures[j]).contiguous(memory_format=torch.channels_last)))
            found = (cells[j] > 0.3).float()
            # What lies beside a drawn one is neither; where a real one is nobody said.
            counts = torch.where((cells[j] <= 0.3) & (near[j] > 0.05), 0.0, 1.0)
            counts = torch.where((kind[j] >= 2)[:, None, None] & (found < 0.5), 0.0, counts) * (1 + 9 * found)
            loss = functional.binary_cross_entropy_with_logits(odds, found, reduction="none")
            by_cell = (loss * counts).sum((1, 2)) / counts.sum((1, 2)).clamp(min=1)
            # Not quite sure of any picture, so that the odds stay bounded.
            target = there[j] * 0.96 + 0.02
            whole = functional.binary_cross_entropy_with_logits(pooled(odds), target, reduction="none")
            loss = (3 * by_cell + whole).mean()
            learner.zero_grad()
            loss.backward()
            learner.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch}: {total / (count // BATCH):.3f}", flush=True)
    return net


def odds_of(net, pictures):
    net.eval()
    with torch.no_grad():
        return pooled(net(inputs(np.stack(pictures)))).numpy()


def lines(values, wide):
    values = list(map(str, values))
    return ",\n            ".join(", ".join(values[k : k + wide]) for k in range(0, len(values), wide))


def source(net, name: str, words: str) -> str:
    """As Rust: the normalisation taken into the weights, which are steps of each output's largest by 127."""
    out = [f"/// {words}\n#[rustfmt::skip]\npub(super) static {name}: Learned = Learned {{\n    layers: ["]
    for k, (conv, norm) in enumerate(zip(net.convs, net.bn)):
        weight, bias, mean, variance = (
            value.detach().double().numpy() for value in (conv.weight, conv.bias, norm.running_mean, norm.running_var)
        )
        gain = norm.weight.detach().double().numpy() / np.sqrt(variance + norm.eps)
        weight = weight * gain[:, None, None, None]
        bias = (bias - mean) * gain + norm.bias.detach().double().numpy()
        step = np.abs(weight).max((1, 2, 3)) / 127
        steps = np.round(weight / step[:, None, None, None]).astype(int).transpose(2, 3, 1, 0)
        side, _, _, outs = steps.shape
        rows = ",\n            ".join(", ".join(map(str, row)) for row in steps.reshape(-1, outs))
        out.append(
            f"        Layer {{\n            side: {side}, stride: {conv.stride[0]}, "
            f"spread: {conv.dilation[0]}, added: {str(k >= 3).lower()},\n"
            f"            weights: &[\n            {rows},\n            ],\n"
            f"            steps: &[{lines((f'{value:.5e}' for value in step), 7)}],\n"
            f"            bias: &[{lines((f'{value:.5f}' for value in bias), 8)}],\n        }},"
        )
    head = net.h.weight.detach().double().numpy().ravel()
    out.append(f"    ],\n    head: &[{lines((f'{value:.5f}' for value in head), 8)}],")
    out.append(f"    bias: {net.h.bias.item():.5f},\n}};\n")
    return "\n".join(out)
