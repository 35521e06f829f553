using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales all gradients together so that their norm is at most <paramref name="max_norm"/>; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Modules.Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                Tensor[] gradients = [.. tensors.Select(tensor => tensor.grad).OfType<Tensor>()];
                if (gradients.Length == 0) return 0;

                var norms = double.IsPositiveInfinity(norm_type)
                    ? [.. gradients.Select(gradient => gradient.abs().max())]
                    : CallMany("aten::_foreach_norm.Scalar", gradients, norm_type);
                var stacked = stack(norms);
                var total = (double.IsPositiveInfinity(norm_type) ? stacked.max() : stacked.norm((float)norm_type)).ToDouble();
                var coefficient = max_norm / (total + 1e-6);
                if (coefficient < 1) Run("aten::_foreach_mul_.Scalar", gradients, coefficient);
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Modules.Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                foreach (var tensor in tensors) tensor.grad?.clamp_(-clip_value, clip_value);
            }

            /// <summary>All parameters in one row.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Modules.Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(tensor => tensor.view(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a row into the parameters, one after the other.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Modules.Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var start = 0L;
                foreach (var tensor in tensors)
                {
                    tensor.copy_(vec.narrow(0, start, tensor.numel()).view(tensor.shape));
                    start += tensor.numel();
                }
            }
        }
    }
}
