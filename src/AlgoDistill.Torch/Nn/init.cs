using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills tensors in place and returns them.</summary>
        public static class init
        {
            public enum FanInOut { FanIn, FanOut }
            public enum NonlinearityType { Linear = 0, Sigmoid = 7, Tanh = 8, ReLU = 9, LeakyReLU = 10 }

            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, t => t.fill_(val));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => Fill(tensor, t => t.normal_(mean, std, generator));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => Fill(tensor, t => t.uniform_(low, high, generator));

            /// <summary>A normal distribution cut to [a, b], by inversion.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null) => Fill(tensor, t =>
            {
                static double Cumulative(double x) => 0.5 * (1 + CallScalar("aten::item", torch.tensor(x / Math.Sqrt(2)).erf()).ToDouble());

                var (low, high) = (Cumulative((a - mean) / std), Cumulative((b - mean) / std));
                t.uniform_(2 * low - 1, 2 * high - 1, generator);
                Run("aten::erfinv_", t);
                t.mul_(std * Math.Sqrt(2)).add_(mean);
                return t.clamp_(a, b);
            });

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>Orthonormal rows or columns, whichever are fewer.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0) => Fill(tensor, t =>
            {
                var rows = t.size(0);
                var columns = t.numel() / rows;
                var normal = randn(Math.Max(rows, columns), Math.Min(rows, columns), t.dtype, t.device);
                var (q, r) = CallPair("aten::linalg_qr", normal);
                var signed = q * r.diagonal().sign();
                return t.copy_((rows < columns ? signed.t() : signed).reshape(t.shape)).mul_(gain);
            });

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1
            };

            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var size = tensor.shape;
                if (size.Length < 2) throw new ArgumentException($"fan in and fan out need two dimensions; this tensor has {size.Length}", nameof(tensor));
                var field = size.Skip(2).Aggregate(1L, (product, length) => product * length);
                return (size[1] * field, size[0] * field);
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static Tensor Fill(Tensor tensor, Func<Tensor, Tensor> fill)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                fill(tensor);
                return tensor;
            }
        }
    }
}
