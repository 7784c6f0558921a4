"""A group that changes from the classic protocol to the new one and back, member by member, without a pause."""

from story import Story


class Migration(Story):
    """Members of the classic protocol use the story's assignor; those of the new one leave the choice to the broker."""

    steps_before_restart = ["members_of_the_classic_protocol_share_the_topic", "one_of_the_new_protocol_joins_them",
                            "the_classic_ones_are_replaced"]
    steps_after_restart = ["the_group_goes_on_after_a_restart_of_the_broker", "classic_ones_join_again", "the_new_ones_are_replaced",
                           "a_new_member_starts_from_the_commits", "the_empty_group_is_deleted"]

    def classic(self):
        return self.start(protocol="classic")

    def new(self):
        return self.start(protocol="consumer", assignor="uniform")

    def members_of_the_classic_protocol_share_the_topic(self):
        self.create_topic()
        self.one, self.two = self.classic(), self.classic()
        self.share_out([self.one, self.two])
        self.quiet()

    def one_of_the_new_protocol_joins_them(self):
        self.feed.begin()
        self.new_one = self.new()
        self.share_out([self.one, self.two, self.new_one])
        self.quiet()
        assert self.kind() == "CONSUMER", self.kind()

    def the_classic_ones_are_replaced(self):
        self.feed.begin()
        self.one.stop()
        self.share_out([self.two, self.new_one])
        new_two = self.new()
        self.share_out([self.two, self.new_one, new_two])
        self.two.stop()
        self.one, self.two = self.new_one, new_two
        self.share_out([self.one, self.two])
        self.quiet()

    def classic_ones_join_again(self):
        self.feed.begin()
        self.back = self.classic()
        self.share_out([self.one, self.two, self.back])
        self.quiet()

    def the_new_ones_are_replaced(self):
        self.feed.begin()
        self.one.stop()
        self.share_out([self.two, self.back])
        self.two.stop()
        self.share_out([self.back])
        self.one, self.two = self.back, self.classic()
        self.share_out([self.one, self.two])
        self.quiet()
        assert self.kind() == "CLASSIC", self.kind()

    def kind(self):
        return self.broker.describe(self.group).type.name
