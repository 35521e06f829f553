using System.Diagnostics;
using System.Globalization;
using AlgoDistill.Learning;

namespace AlgoDistill.Experiments;

/// <summary>What a training run came to.</summary>
/// <param name="Run">Its folder.</param>
/// <param name="Model">Identifier of the model.</param>
/// <param name="Parameters">Numbers trained.</param>
/// <param name="Histories">Histories distilled.</param>
/// <param name="Rows">Steps in them.</param>
/// <param name="Steps">Updates done in all.</param>
/// <param name="Loss">Total loss of the last update; nothing when this call did none.</param>
/// <param name="TokensPerSecond">Speed of this call; nothing when it did no update.</param>
public sealed record TrainingResult(string Run, string Model, long Parameters, int Histories, long Rows, long Steps, double? Loss, double? TokensPerSecond);

/// <summary>Trains a model on a store, with its progress shown.</summary>
public static class Training
{
    /// <summary>Trains until the plan's last update.</summary>
    /// <param name="monitor">Is shown what a researcher checks first.</param>
    /// <param name="run">The run; disposed by the caller.</param>
    /// <param name="goOn">What to tell a person who interrupted it, such as <c>the same command goes on</c>.</param>
    /// <param name="cancellation">Saves and stops.</param>
    /// <param name="tensorBoard">Whether losses are written for TensorBoard too, into the run's folder.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the run can be resumed.</exception>
    /// <exception cref="DivergedException">The loss is not finite; the last checkpoint before it is kept.</exception>
    public static TrainingResult Run(IMonitor monitor, TrainingRun run, string goOn, CancellationToken cancellation, bool tensorBoard = false)
    {
        var (plan, windows) = (run.Configuration.Plan, run.Windows);
        var model = (string)run.Configuration.Model["model"]!;
        monitor.Say(string.Create(CultureInfo.InvariantCulture,
            $"{model}: {run.Parameters:N0} parameters; {windows.Histories.Count:N0} histories, {windows.Rows:N0} steps; {plan.Steps:N0} updates of {plan.Batch} windows"));
        if (run.Done == plan.Steps) monitor.Say($"{run.Folder.Path} is trained already: {run.Done} of {plan.Steps} updates are done");
        else if (run.Done > 0) monitor.Say($"going on after update {run.Done}");

        TrainingStep? last = null;
        string? eager = null;
        var board = tensorBoard ? new TensorBoardLog(run.Folder.TensorBoardFolder) : null;
        var tokens = 0L;
        var clock = Stopwatch.StartNew();
        monitor.Watch($"training {Path.GetFileName(run.Folder.Path)}", plan.Steps, report =>
        {
            try
            {
                foreach (var step in run.Train(cancellation))
                {
                    (last, tokens) = (step, tokens + step.Tokens);
                    board?.Add(step);
                    if (eager is null && (eager = run.EagerReason) is not null) monitor.Say($"updates are not replayed as a CUDA graph: {eager}");
                    report(step.Step, string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:0.0000}, {tokens / clock.Elapsed.TotalSeconds:N0} tokens/s"));
                }
            }
            catch (LostRankException error)
            {
                throw new IOException($"{error.Message}; training stopped after update {run.Done}, what was saved before is kept, and {goOn}", error);
            }

            return run.Done;
        });
        if (run.Done < plan.Steps)
            throw new OperationCanceledException($"interrupted after update {run.Done} of {plan.Steps}; {run.Folder.Path} is saved, and {goOn}", cancellation);
        return new TrainingResult(run.Folder.Path, model, run.Parameters, windows.Histories.Count, windows.Rows, run.Done, last?.Loss,
            last is null ? null : tokens / clock.Elapsed.TotalSeconds);
    }
}
