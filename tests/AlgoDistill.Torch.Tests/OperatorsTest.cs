using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AlgoDistill.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed partial class OperatorsTest : IDisposable
{
    private readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void AnyOperatorIsCalledByNameWithItsDefaults()
    {
        var x = arange(6, dtype: ScalarType.Float32).view(2, 3);
        Assert.Equal([3, 12], Operators.Call("aten::sum.dim_IntList", x, new long[] { 1 }).data<float>().ToArray());
        Assert.Equal([3, 12], Operators.Call("aten::sum.dim_IntList", x, 1, Value.Default, Value.None).data<float>().ToArray());
        Assert.Equal(3, Operators.CallMany("aten::unbind.int", x, 1).Length);
        Assert.Equal(2, Operators.CallMany("aten::max.dim", x, 1).Length);
        Assert.True(Operators.CallScalar("aten::equal", x, x).ToBoolean());
        Assert.StartsWith("aten::sum.dim_IntList(Tensor self, int[1]?", Operators.Schema("aten::sum.dim_IntList"));
    }

    [Fact]
    public void AnArgumentMoreThanTheSchemaHasIsAllowedWhenItAsksForNothing()
    {
        var x = ones(2);
        Assert.Equal([1, 1], Operators.Call("aten::relu", x, Value.None, Value.Default).data<float>().ToArray());
        Assert.Contains("aten::relu(Tensor self)", Assert.Throws<ExternalException>(() => Operators.Call("aten::relu", x, 1)).Message);
    }

    [Fact]
    public void AMissingArgumentAndAMissingOperatorAreNamed()
    {
        Assert.Contains("'mat2' has no default", Assert.Throws<ExternalException>(() => Operators.Call("aten::mm", ones(2, 2))).Message);
        Assert.False(Operators.Exists("aten::no_such_operator"));
        Assert.Contains("aten::no_such_operator", Assert.Throws<ExternalException>(() => Operators.Call("aten::no_such_operator")).Message);
    }

    [Fact]
    public void EveryOperatorThatTheSourceNamesExists()
    {
        string[] sinceTwo = ["aten::scaled_dot_product_attention"];
        var source = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "AlgoDistill.Torch"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var names = source.SelectMany(text => OperatorName().Matches(text)).Select(match => match.Groups[1].Value).Distinct().Except(sinceTwo).ToArray();

        Assert.InRange(names.Length, 200, 1000);
        Assert.All(names, name => Assert.True(Operators.Exists(name), name));
    }

    [GeneratedRegex("\"(aten::[\\w.]+)\"")]
    private static partial Regex OperatorName();

    [Fact]
    public void ListsOfManyTensorsGoThrough()
    {
        Tensor[] many = [.. Enumerable.Range(0, 1000).Select(i => full(1, (float)i))];
        Assert.Equal(499500, cat(many).sum().item<float>());
    }
}
