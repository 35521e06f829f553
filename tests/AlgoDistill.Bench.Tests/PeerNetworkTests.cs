using AlgoDistill.Bench.Measures;
using AlgoDistill.Bench.Peers;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Tests;

/// <summary>A peer is no easier than the network that it is compared with: at equal weights it computes the same.</summary>
public class PeerNetworkTests
{
    static readonly BenchSize Tiny = new("tiny", 2, 32, 4, 30, 4);

    [Fact]
    public void The_loss_and_every_gradient_are_those_of_the_model()
    {
        using var scope = NewDisposeScope();
        using var training = new BenchTraining(Tiny, ahead: false);
        for (var i = 0; i < 5; i++) training.Update();      // away from biases that are zero
        using var batch = training.CreateBatch();
        using var network = new PeerNetwork(training.Model);
        using var read = network.Read(batch, step: 3);
        batch.Upload();
        var (mine, theirs) = (training.Model.Loss(batch).Total, network.Loss(read));
        Assert.Equal(mine.item<float>(), theirs.item<float>(), 1e-5);
        mine.backward();
        theirs.backward();

        var gradients = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad!);
        foreach (var (name, parameter) in training.Model.named_parameters())
        {
            var (expected, actual) = (parameter.grad!, gradients[PeerNetwork.NameOf(name)]);
            var rows = actual.narrow(0, 0, expected.shape[0]);
            Assert.True((rows - expected).norm().item<float>() <= 1e-4 * expected.norm().item<float>(), name);
            Assert.Equal(rows.norm().item<float>(), actual.norm().item<float>());     // what says nothing learns nothing
        }

        Assert.Equal(training.Model.named_parameters().Count(), gradients.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_peer_learns_as_the_model_does(string name)
    {
        using var training = new BenchTraining(Tiny, ahead: false);
        using var peer = new PeerTraining(name, training);
        var (mine, theirs) = (Enumerable.Range(0, 4).Select(_ => training.Update()).ToArray(), Enumerable.Range(0, 4).Select(_ => peer.Update()).ToArray());
        Assert.Equal(mine[0], theirs[0], 1e-5);
        for (var i = 0; i < 100; i++) peer.Update();
        Assert.True(peer.Update() < 0.9 * theirs[0]);
    }

    public static TheoryData<string> Names => [.. PeerTraining.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_peer_leaves_no_tensor(string name)
    {
        using var training = new BenchTraining(Tiny, ahead: false);
        using var peer = new PeerTraining(name, training);
        for (var i = 0; i < 2; i++) peer.Update();
        var tensors = Tensor.TotalCount;
        for (var i = 0; i < 3; i++) peer.Update();
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void Every_weight_has_its_like()
    {
        using var training = new BenchTraining(Tiny, ahead: false);
        using var network = new PeerNetwork(training.Model);
        Assert.Equal(Weight.Of(training.Model).Select(pair => PeerNetwork.NameOf(pair.Name)).Order(), Weight.Of(network).Select(pair => pair.Name).Order());
    }
}
