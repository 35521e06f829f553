namespace AlgoDistill.Algorithms;

/// <summary>Step sizes that fall.</summary>
static class Annealing
{
    /// <summary>Falls linearly from <paramref name="rate"/> to zero in <paramref name="annealingSteps"/> steps; 0 of them keep it.</summary>
    public static double Rate(double rate, long steps, int annealingSteps) =>
        annealingSteps == 0 ? rate : rate * Math.Max(0, 1 - steps / (double)annealingSteps);
}
