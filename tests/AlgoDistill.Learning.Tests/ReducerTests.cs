using AlgoDistill.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class ReducerTests
{
    [Theory]
    [InlineData(1)]             // a bucket for each parameter
    [InlineData(1 << 20)]       // one for all
    public void GradientsAreTheWeightedMeanOverTheRanks(long bucketBytes)
    {
        // Rank r adds up (r + 1) · a + b², with weight r + 1; c is used by rank 1 alone, d by none
        var results = Run(rank =>
        {
            var parameters = Parameters();
            using var reducer = new Reducer(rank, parameters, numbers: 2, bucketBytes);
            var gradients = new List<float[]?[]>();
            for (var update = 0; update < 3; update++)
            {
                foreach (var parameter in parameters) parameter.grad = null;
                var weight = rank.Rank + 1f;
                reducer.Start(tensor([weight, 10 * weight]));
                var loss = (parameters[0] * weight).sum() + (parameters[1] * parameters[1]).sum();
                if (rank.Rank == 1) loss = loss + parameters[2].sum();
                (loss * weight).backward();
                Assert.Equal([3f, 30f], reducer.Finish().data<float>().ToArray());
                gradients.Add([.. parameters.Select(parameter => parameter.grad?.data<float>().ToArray())]);
            }

            return gradients;
        });

        foreach (var gradients in results.SelectMany(updates => updates))
        {
            Assert.All(gradients[0]!, value => Assert.Equal((1f * 1 + 2f * 2) / 3, value, 1e-6f));
            Assert.All(gradients[1]!, value => Assert.Equal(2f, value, 1e-6f));
            Assert.All(gradients[2]!, value => Assert.Equal(2f / 3, value, 1e-6f));
            Assert.Null(gradients[3]);
        }
    }

    [Fact]
    public void AfterItIsDisposedBackwardIsThatOfOneProcess()
    {
        var results = Run(rank =>
        {
            var parameters = Parameters();
            using (var reducer = new Reducer(rank, parameters, numbers: 1)) rank.Barrier();
            ((rank.Rank + 1) * parameters[0].sum()).backward();
            return parameters[0].grad!.data<float>().ToArray();
        });
        for (var rank = 0; rank < 2; rank++) Assert.All(results[rank], value => Assert.Equal(rank + 1, value));
    }

    [Fact]
    public void WhatIsNoLeafIsRefused() => Run(rank =>
        Assert.Throws<ProcessGroupException>(() => new Reducer(rank, [ones(2)], numbers: 1)));

    static Tensor[] Parameters() => [.. new long[][] { [5], [3, 7], [2], [4] }.Select(shape => (Tensor)new Parameter(ones(shape)))];

    static T[] Run<T>(Func<ProcessGroup, T> body)
    {
        var port = Ranks.FreePort();
        return Ranks.Threads(2, rank =>
        {
            using var group = new ProcessGroup(Collectives.Gloo, "127.0.0.1", port, rank, 2, join: TimeSpan.FromSeconds(30));
            return body(group);
        });
    }
}
