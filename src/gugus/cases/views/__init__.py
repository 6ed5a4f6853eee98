"""The pages of cases. They translate between the browser and the actions, and decide nothing."""
