using AlgoDistill.Kernels;

namespace AlgoDistill.Learning.Tests;

/// <summary>A user's own program around the library, with the kernels and without.</summary>
public sealed class ProgramElsewhereTests(ProgramElsewhere program) : IClassFixture<ProgramElsewhere>
{
    [Fact]
    public void AModuleOfTheUsersAroundOursTrainsTheSameWithAndWithoutKernels()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (instructions, losses) = program.Run(kernels: true);
        Assert.Equal(Engine.InstructionSet, instructions);
        Assert.Equal(60, losses.Length);
        Assert.InRange(losses[0], 1, 4);
        Assert.True(losses[^1] < 0.3, $"{losses[0]} to {losses[^1]}");

        var (none, plain) = program.Run(kernels: false);
        Assert.Equal("none", none);
        Assert.Equal(losses.Length, plain.Length);
        for (var step = 0; step < losses.Length; step++) Assert.Equal(losses[step], plain[step], 1e-4);
    }
}
