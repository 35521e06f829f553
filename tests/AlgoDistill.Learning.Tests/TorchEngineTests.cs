using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public class TorchEngineTests
{
    [Fact]
    public void It_says_what_computes_here()
    {
        var here = new TorchEngine(3).Environment;
        Assert.Equal(3, here.Threads);
        Assert.Matches(@"^libtorch \d+\.\d+", here.Engine);
        Assert.NotEmpty(here.Processor);
        Assert.Equal(new TorchEngine(1).With(3).Environment, here);
    }

    [Fact]
    public void Threads_are_given_to_the_thread_that_enters_until_the_outermost_leaves()
    {
        var before = get_num_threads();
        using (new TorchEngine(before + 1).Enter())
        {
            Assert.Equal(before + 1, get_num_threads());
            var seen = 0;
            var other = new Thread(() =>
            {
                using var entered = new TorchEngine(before + 1).Enter();
                seen = get_num_threads();
            });
            other.Start();
            other.Join();
            Assert.Equal((before + 1, before + 1), (seen, get_num_threads()));
        }

        Assert.Equal(before, get_num_threads());
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchEngine(0));
    }

    [Fact]
    public void Instructions_are_those_of_the_kernels_and_what_is_asked_of_libtorch()
    {
        Assert.Equal("avx2", TorchEngine.InstructionSet("avx2", _ => null));
        Assert.Equal("none", TorchEngine.InstructionSet("none", _ => null));
        Assert.Equal("avx512 (ATen default)", TorchEngine.InstructionSet("avx512", Only("ATEN_CPU_CAPABILITY", "default")));
        Assert.StartsWith(Kernels.Engine.InstructionSet, TorchEngine.Default.Environment.InstructionSet, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_that_choose_kernels_are_listed()
    {
        Assert.Null(TorchEngine.Variables(_ => null));
        Assert.Equal("OPENBLAS_CORETYPE=Haswell", TorchEngine.Variables(Only("OPENBLAS_CORETYPE", "Haswell")));
    }

    [Fact]
    public void The_processor_is_told_from_others_of_its_name()
    {
        Assert.Equal("Some CPU @ 2: GHz (family 6, model 85)", TorchEngine.ModelName(
            ["processor\t: 0", "cpu family\t: 6", "model\t\t: 85", "model name\t: Some CPU @ 2: GHz", "", "processor\t: 1", "model name\t: Another"]));
        Assert.Equal("Some CPU", TorchEngine.ModelName(["model name : Some CPU"]));
        Assert.Null(TorchEngine.ModelName(["Hardware : a board"]));
    }

    static Func<string, string?> Only(string name, string value) => asked => asked == name ? value : null;
}
