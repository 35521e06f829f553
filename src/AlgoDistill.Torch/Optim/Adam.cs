using AlgoDistill.Torch;
using TorchSharp.Modules;
using static AlgoDistill.Torch.Operators;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adam (Kingma and Ba 2015); weight decay is added to the gradient.</summary>
            public static Modules.Adam Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Modules.Adam Adam(IEnumerable<Modules.Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters);

            /// <summary>AdamW (Loshchilov and Hutter 2019): the decay acts on the weights themselves. The default decay is 0.</summary>
            public static Modules.AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Modules.AdamW AdamW(IEnumerable<Modules.AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Adam : OptimizerHelper
    {
        public sealed class ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : AdamGroup(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)]) { }

        public Adam(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) : base(parameters) { }

        internal override void Step(Modules.ParamGroup group, State[] states, Tensor[] gradients) =>
            AdamStep.Take((AdamGroup)group, states, gradients, decoupledDecay: false);
    }

    public sealed class AdamW : OptimizerHelper
    {
        public sealed class ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : AdamGroup(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)]) { }

        public AdamW(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) : base(parameters) { }

        internal override void Step(Modules.ParamGroup group, State[] states, Tensor[] gradients) =>
            AdamStep.Take((AdamGroup)group, states, gradients, decoupledDecay: true);
    }

    /// <summary>The step itself, on all parameters at once.</summary>
    internal static class AdamStep
    {
        internal static void Take(AdamGroup group, OptimizerHelper.State[] states, Tensor[] gradients, bool decoupledDecay)
        {
            Tensor[] parameters = [.. states.Select(state => state.Parameter)];
            var step = states[0].Step + 1;
            var (beta1, beta2) = group.Betas;
            foreach (var state in states) state.Step = step;

            if (group.Maximize) gradients = CallMany("aten::_foreach_neg", gradients);
            if (group.WeightDecay != 0 && decoupledDecay) Run("aten::_foreach_mul_.Scalar", parameters, 1 - group.LearningRate * group.WeightDecay);
            else if (group.WeightDecay != 0) gradients = CallMany("aten::_foreach_add.List", gradients, parameters, group.WeightDecay);

            var mean = OptimizerHelper.Tensors(states, "exp_avg");
            Run("aten::_foreach_mul_.Scalar", mean, beta1);
            Run("aten::_foreach_add_.List", mean, gradients, 1 - beta1);
            var square = OptimizerHelper.Tensors(states, "exp_avg_sq");
            Run("aten::_foreach_mul_.Scalar", square, beta2);
            Run("aten::_foreach_addcmul_.Scalar", square, gradients, gradients, 1 - beta2);

            var root = CallMany("aten::_foreach_sqrt", group.AmsGrad ? Largest(states, square) : square);
            Run("aten::_foreach_div_.Scalar", root, Math.Sqrt(1 - Math.Pow(beta2, step)));
            Run("aten::_foreach_add_.Scalar", root, group.Epsilon);
            Run("aten::_foreach_addcdiv_.Scalar", parameters, mean, root, -group.LearningRate / (1 - Math.Pow(beta1, step)));
        }

        private static Tensor[] Largest(OptimizerHelper.State[] states, Tensor[] square)
        {
            var largest = OptimizerHelper.Tensors(states, "max_exp_avg_sq");
            for (var i = 0; i < largest.Length; i++) Run("aten::copy_", largest[i], largest[i].maximum(square[i]));
            return largest;
        }
    }
}
