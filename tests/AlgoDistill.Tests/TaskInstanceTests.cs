namespace AlgoDistill.Tests;

public class TaskInstanceTests
{
    [Fact]
    public void Tasks_with_equal_numbers_are_equal()
    {
        Assert.Equal(new TaskInstance(1, [0.5, 2]), new TaskInstance(1, [0.5, 2]));
        Assert.Equal(new TaskInstance(1, [0.5, 2]).GetHashCode(), new TaskInstance(1, [0.5, 2]).GetHashCode());
        Assert.NotEqual(new TaskInstance(1, [0.5, 2]), new TaskInstance(2, [0.5, 2]));
        Assert.NotEqual(new TaskInstance(1, [0.5, 2]), new TaskInstance(1, [0.5, 3]));
    }

    [Fact]
    public void The_text_of_a_task_is_its_parameters() => Assert.Equal("(4, 0.5)", new TaskInstance(0, [4, 0.5]).ToString());
}
