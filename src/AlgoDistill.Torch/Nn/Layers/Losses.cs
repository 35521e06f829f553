using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) => new(weight, ignore_index, reduction);
            public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
            public static L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);
            public static KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);
            public static BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) => new(weight, reduction, pos_weights);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0.0) : nn.Module<Tensor, Tensor, Tensor>(nameof(CrossEntropyLoss))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.cross_entropy(input1, input2, weight, ignore_index ?? -100, reduction, label_smoothing);
    }

    public sealed class MSELoss(nn.Reduction reduction = nn.Reduction.Mean) : nn.Module<Tensor, Tensor, Tensor>(nameof(MSELoss))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.mse_loss(input1, input2, reduction);
    }

    public sealed class L1Loss(nn.Reduction reduction = nn.Reduction.Mean) : nn.Module<Tensor, Tensor, Tensor>(nameof(L1Loss))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.l1_loss(input1, input2, reduction);
    }

    public sealed class KLDivLoss(bool log_target = true, nn.Reduction reduction = nn.Reduction.Mean) : nn.Module<Tensor, Tensor, Tensor>(nameof(KLDivLoss))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.kl_div(input1, input2, log_target, reduction);
    }

    public sealed class BCEWithLogitsLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean, Tensor? pos_weights = null) : nn.Module<Tensor, Tensor, Tensor>(nameof(BCEWithLogitsLoss))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.binary_cross_entropy_with_logits(input1, input2, weight, reduction, pos_weights);
    }
}
